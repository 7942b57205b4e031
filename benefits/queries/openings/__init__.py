"""What can be asked about openings: by those who publish them, and by those who take."""
