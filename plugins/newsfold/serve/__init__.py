"""What programs and agents ask: the views for analysts over HTTP and over the Model Context Protocol. Both only read."""
