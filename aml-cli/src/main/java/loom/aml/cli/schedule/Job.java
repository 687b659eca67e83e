package loom.aml.cli.schedule;

import java.util.List;

/**
 * Something that is done by itself.
 *
 * @param name a word
 * @param description a few words
 * @param times when
 * @param words the words of the command, without the store
 */
public record Job(String name, String description, Times times, List<String> words) {}
