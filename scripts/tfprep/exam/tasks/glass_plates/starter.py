"""Moon, sky or tissue: write build_model, then run this file."""

import sys

import keras

SIZE = (96, 96)  # every picture is stretched to this height and width

train, check = keras.utils.image_dataset_from_directory(
    "data/train",
    image_size=SIZE,
    batch_size=32,
    validation_split=0.2,
    subset="both",
    seed=1,
    verbose=False,
)
print("classes, numbered from 0:", train.class_names)
for pictures, labels in train.take(1):
    print("one batch of pictures", pictures.shape, "and of labels", labels.shape)


def build_model() -> keras.Model | None:
    """A compiled model: pictures with values from 0 to 255 in, probabilities out."""
    return None


model = build_model()
if model is None:
    sys.exit("Nothing to train yet: write build_model in train.py, then run it again.")
model.fit(train, validation_data=check, epochs=10, shuffle=False, verbose=2)
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit C")
