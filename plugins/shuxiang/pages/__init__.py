"""Core values into what the templates show. Values in, values out; MkDocs is the adapter's business."""
