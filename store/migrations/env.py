"""What Alembic runs for an upgrade: in the transaction of store.migrate, which hands its connection over."""

from alembic import context

from store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
