"""How the database file says what it is."""

APPLICATION_ID = 0x57494E57  # "WINW": `file archive.db` and ourselves know it by this
SCHEMA_VERSION = 7
