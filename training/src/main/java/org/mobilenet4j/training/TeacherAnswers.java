package org.mobilenet4j.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mobilenet4j.inference.Plan;
import org.mobilenet4j.inference.Session;
import org.mobilenet4j.model.Model;
import org.mobilenet4j.model.Preprocessing;
import org.mobilenet4j.network.Extent;
import org.mobilenet4j.network.Network;
import org.mobilenet4j.network.Node;
import org.mobilenet4j.network.Op;
import org.mobilenet4j.network.Shape;

/**
 * What a teacher says about the pictures that its student learns from, by the fast way through its
 * network. The pictures come as the student reads them, and are made what the teacher reads: its
 * numbers for a pixel, its order of channels, its size. The same bits for any number of threads.
 */
final class TeacherAnswers implements AutoCloseable {
  private final Session session;
  private final int[] channels; // of the student, one for each of the teacher's
  private final float[] factors;
  private final float[] shifts;
  private final boolean sameNumbers;
  private final int[] outputs; // of the teacher, one for each class of the data

  /**
   * @param model whose answers are wanted
   * @param student how pictures were prepared
   * @param input of the student's network
   * @param labels in the order of the student's outputs
   * @param threads that compute
   */
  TeacherAnswers(
      Model model, Preprocessing student, Shape input, List<String> labels, int threads) {
    Preprocessing own = model.preprocessing().orElseThrow();
    int count = input.channels();
    this.channels = new int[count];
    this.factors = new float[count];
    this.shifts = new float[count];
    this.sameNumbers = numbers(own).equals(numbers(student));
    for (int c = 0; c < count; c++) {
      int from = own.order() == student.order() ? c : count - 1 - c;
      // A pixel is (x · deviation + mean) / scale by the student's words.
      double perNumber = own.scale() / student.scale();
      channels[c] = from;
      factors[c] = (float) (student.deviation().get(from) * perNumber / own.deviation().get(c));
      shifts[c] =
          (float)
              ((student.mean().get(from) * perNumber - own.mean().get(c)) / own.deviation().get(c));
    }
    this.outputs = labels.stream().mapToInt(model.labels()::indexOf).toArray();
    Network network = reading(model.network(), input.extent());
    this.session = Plan.of(model.with(network, model.weights())).newSession(threads);
  }

  /** What decides over the numbers of a pixel. */
  private static List<Object> numbers(Preprocessing preprocessing) {
    return List.of(
        preprocessing.order(),
        preprocessing.scale(),
        preprocessing.mean(),
        preprocessing.deviation());
  }

  /** The network behind a layer that scales pictures of another size. */
  private static Network reading(Network network, Extent size) {
    Extent own = network.input().extent();
    if (own.equals(size)) {
      return network;
    }
    String resized = NewHead.free(network, "resized");
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(resized, new Op.Resize(own), List.of(Network.INPUT)));
    for (Node node : network.nodes()) {
      List<String> inputs = new ArrayList<>(node.inputs());
      Collections.replaceAll(inputs, Network.INPUT, resized);
      nodes.add(new Node(node.name(), node.op(), inputs));
    }
    return Network.of(new Shape(size.height(), size.width(), network.input().channels()), nodes);
  }

  /**
   * @param pictures {@code [count, height, width, channels]}, as the student reads them
   * @return {@code [count, classes]}, in the student's order of classes
   */
  float[] logits(float[] pictures) {
    float[] said = session.run(sameNumbers ? pictures : translated(pictures));
    float[] logits = new float[said.length];
    for (int row = 0; row < logits.length; row += outputs.length) {
      for (int c = 0; c < outputs.length; c++) {
        logits[row + c] = said[row + outputs[c]];
      }
    }
    return logits;
  }

  private float[] translated(float[] pictures) {
    float[] own = new float[pictures.length];
    for (int pixel = 0; pixel < own.length; pixel += channels.length) {
      for (int c = 0; c < channels.length; c++) {
        own[pixel + c] = pictures[pixel + channels[c]] * factors[c] + shifts[c];
      }
    }
    return own;
  }

  @Override
  public void close() {
    session.close();
  }
}
