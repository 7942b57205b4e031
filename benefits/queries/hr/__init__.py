"""What an enterprise's staff read: every function asks for the enterprise, and sees nothing beyond it."""
