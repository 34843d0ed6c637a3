"""Quality and cost, measured. Stands above all rooms and may import each; none imports it."""
