package loom.aml.connect;

/**
 * A planned removal of an entry.
 *
 * @param content the content without the entry
 * @param isRestored whether it contains the entry that aml replaced
 * @param isFileDeleted whether the file was created by aml and contains nothing else
 */
public record ConfigRemoval(byte[] content, boolean isRestored, boolean isFileDeleted) {}
