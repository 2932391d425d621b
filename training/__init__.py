"""How the weights are made: data to model to ONNX. Nothing here is imported by the package."""
