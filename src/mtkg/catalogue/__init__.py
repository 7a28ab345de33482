"""The query catalogue: one question per ``.rq`` file, with a head that documents and binds it."""
