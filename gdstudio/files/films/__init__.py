"""Films as files: pictures handed over one after the other, none of which is kept in memory."""
