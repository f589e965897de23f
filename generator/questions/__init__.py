"""The questions that a record answers, for whoever asks them: a form, a spreadsheet, a command."""
