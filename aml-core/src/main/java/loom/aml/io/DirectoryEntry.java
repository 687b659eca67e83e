package loom.aml.io;

/** A name in a directory and the state of its file when the directory was listed. */
public record DirectoryEntry(String name, FileState state) {}
