/** Faults below the JVM. */
@org.jspecify.annotations.NullMarked
package loom.aml.proof.libc;
