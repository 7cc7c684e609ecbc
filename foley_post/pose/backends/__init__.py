"""What runs the keypoint networks: LiteRT on the CPU, torch on a GPU, mediapipe to compare with."""
