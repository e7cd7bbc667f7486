/**
 * What came of a training run or of an evaluation, for people: one HTML page that needs no other
 * file.
 *
 * <p>The main types are {@link org.mobilenet4j.training.report.RunReport}, what the page says, and
 * {@link org.mobilenet4j.training.report.ReportPage}, which writes it. What has no data is left
 * out, so that the same page serves a training run and an evaluation:
 *
 * {@snippet :
 * RunReport report = RunReport.titled("MobileNetV2 on pets").metrics(metrics, "test pictures").build();
 * ReportPage.write(report, Path.of("report.html"), Overwrite.REPLACE);
 * }
 *
 * <p>Counting does not belong here (it is {@link org.mobilenet4j.vision.metrics}), nor do tables
 * for a console.
 */
@NullMarked
package org.mobilenet4j.training.report;

import org.jspecify.annotations.NullMarked;
