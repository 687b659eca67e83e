package loom.aml.io;

/** One name in a directory and what stood behind it when the directory was listed. */
public record DirectoryEntry(String name, FileState state) {}
