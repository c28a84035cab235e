"""What workers do: one capture read and cleaned, in a process that may be killed."""
