/** Reads SQLite databases. The only package that uses the driver, which is loaded when a database is imported. */
@NullMarked
package loom.aml.sqlite;

import org.jspecify.annotations.NullMarked;
