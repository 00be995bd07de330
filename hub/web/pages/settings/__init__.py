"""設定: what an office changes itself, as pages."""
