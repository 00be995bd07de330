"""What happens at a kiosk, as values: a frozen session, events in, effects out. No Kivy, no network, no clock."""
