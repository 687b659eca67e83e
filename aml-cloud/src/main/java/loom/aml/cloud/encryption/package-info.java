/**
 * Encrypted copies of backups. Each object is a file that the {@code age} program decrypts, and the names are encrypted with AES-SIV. Nothing here
 * knows what the objects are.
 */
@NullMarked
package loom.aml.cloud.encryption;

import org.jspecify.annotations.NullMarked;
