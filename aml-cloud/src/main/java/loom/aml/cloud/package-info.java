/**
 * Backup targets in S3, compatible object stores and Google Cloud Storage. This module is not on the class path of aml; it is loaded when a
 * target is in an object store.
 */
@NullMarked
package loom.aml.cloud;

import org.jspecify.annotations.NullMarked;
