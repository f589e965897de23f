"""The work around the problems: tasks, help, measures, dues, appraisals and the like."""
