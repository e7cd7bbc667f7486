package org.mobilenet4j.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobilenet4j.kernels.blocked.BlockedMap;
import org.mobilenet4j.model.Model;

/**
 * An operation that needs channels last, between others that run in blocks: what it reads is copied
 * to channels last, a plain kernel computes, its result is cut into blocks. What lies channels last
 * as it is, is not copied.
 */
final class ChannelsLastSteps implements StageSteps {
  private final BlockedLayers layers;
  private final Model model;
  private final Stage.ChannelsLast stage;
  private final BlockedMap out;
  private int scratchFloats;

  ChannelsLastSteps(BlockedLayers layers, Model model, Stage.ChannelsLast stage) {
    this.layers = layers;
    this.model = model;
    this.stage = stage;
    this.out = layers.map(stage.output());
  }

  @Override
  public long outputFloats() {
    return out.floats();
  }

  @Override
  public Map<String, Long> own() {
    Map<String, Long> own = new LinkedHashMap<>();
    List<String> values = new ArrayList<>(stage.inputs());
    values.add(stage.output());
    for (String value : values) {
      if (!LayoutCopy.isChannelsLast(layers.map(value))) {
        own.put(copy(value), layers.shape(value).elements());
      }
    }
    return own;
  }

  /** The name of a value's copy: another operation may make one of its own. */
  private String copy(String value) {
    return value + " channels last for " + stage.output();
  }

  /** {@inheritDoc} Known once {@link #steps} has chosen the kernels. */
  @Override
  public int scratchFloats() {
    return scratchFloats;
  }

  @Override
  public List<Step> steps(Places places) {
    Map<String, Integer> channelsLast = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    List<String> nodes = List.of(stage.operation().node().name());
    for (String input : stage.inputs()) {
      int at = place(places, input);
      channelsLast.put(input, at);
      if (at != places.of(input)) {
        steps.add(LayoutCopy.toChannelsLast(nodes, layers.map(input), places.of(input), at));
      }
    }
    int to = place(places, stage.output());
    channelsLast.put(stage.output(), to);
    StepFactory factory = new StepFactory(model, layers.plain(), new Places(channelsLast));
    steps.addAll(factory.steps(stage.operation()));
    scratchFloats = factory.scratchFloats();
    if (to != places.of(stage.output())) {
      steps.add(LayoutCopy.toBlocks(nodes, out, to, places.of(stage.output())));
    }
    return steps;
  }

  private int place(Places places, String value) {
    return places.of(LayoutCopy.isChannelsLast(layers.map(value)) ? value : copy(value));
  }
}
