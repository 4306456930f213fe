"""What a built site would load from elsewhere: nothing may."""
