"""What is shipped with the program: model weights, keypoint models, the sample, icons."""
