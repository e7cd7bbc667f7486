/**
 * Training runs as data: the recipes of the papers and our own.
 *
 * <p>{@link org.mobilenet4j.training.recipe.Recipes} knows them by name, a {@link
 * org.mobilenet4j.training.recipe.Recipe} is one with every setting, and its {@code with…} methods
 * change some.
 *
 * {@snippet :
 * Recipe recipe = Recipes.named("v2-slim").withBatchSize(32).withEpochs(30);
 * recipe.describe().forEach(System.out::println);
 * }
 *
 * <p>What does not belong here: how a setting acts (that is the package {@code optimization} and
 * the loop above it).
 */
@NullMarked
package org.mobilenet4j.training.recipe;

import org.jspecify.annotations.NullMarked;
