"""The member portal: pages for phones first, complete without JavaScript, better with it."""
