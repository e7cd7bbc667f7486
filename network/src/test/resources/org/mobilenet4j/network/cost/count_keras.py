"""Writes keras_counts.csv: multiply-adds and parameters of keras.applications' own networks at many widths.

Needs keras with torch behind it (KERAS_BACKEND=torch). Walks the layers of the functional model; nothing runs.
"""
import csv, math, os
os.environ.setdefault('KERAS_BACKEND', 'torch')
import keras
from keras import applications as a


def count(model):
    total = 0
    for layer in model.layers:
        if isinstance(layer, (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)):
            weight = [w for w in layer.weights if w.name == 'kernel' or w.name == 'depthwise_kernel'][0]
            out = layer.output.shape
            total += (out[1] or 1) * (out[2] or 1) * math.prod(weight.shape)
        elif isinstance(layer, keras.layers.Dense):
            total += math.prod(layer.kernel.shape)
    trainable = sum(math.prod(w.shape) for w in model.trainable_weights)
    return total, trainable, model.count_params()


def networks():
    for w in (0.25, 0.35, 0.5, 0.75, 1.0, 1.25, 1.4):
        yield 'mobilenet-v1', w, a.MobileNet(input_shape=(224, 224, 3), alpha=w, weights=None)
        yield 'mobilenet-v3-large', w, a.MobileNetV3Large(input_shape=(224, 224, 3), alpha=w, weights=None)
        yield 'mobilenet-v3-small', w, a.MobileNetV3Small(input_shape=(224, 224, 3), alpha=w, weights=None)
    # Keras cuts off before it rounds; 0.28, 0.42, 0.56, 0.84 and 1.12 are widths where that shows.
    for w in (0.28, 0.35, 0.42, 0.5, 0.56, 0.75, 0.84, 1.0, 1.12, 1.3, 1.4):
        yield 'mobilenet-v2', w, a.MobileNetV2(input_shape=(224, 224, 3), alpha=w, weights=None)
    yield 'mobilenet-v3-large-minimalistic', 1.0, a.MobileNetV3Large(
        input_shape=(224, 224, 3), weights=None, minimalistic=True)
    yield 'mobilenet-v3-small-minimalistic', 1.0, a.MobileNetV3Small(
        input_shape=(224, 224, 3), weights=None, minimalistic=True)


if __name__ == '__main__':
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'keras_counts.csv'), 'w', newline='') as f:
        f.write('# Made by count_keras.py with keras %s.\n' % keras.__version__)
        w = csv.writer(f, lineterminator='\n')
        w.writerow('network width width_rule multiply_adds parameters parameters_with_running_statistics'.split())
        for name, width, model in networks():
            w.writerow([name, width, 'keras', *count(model)])
