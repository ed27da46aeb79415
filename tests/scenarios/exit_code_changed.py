e=SystemExit(4); e.code=6
raise e
