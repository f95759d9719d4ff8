"""Writers over the document model."""
