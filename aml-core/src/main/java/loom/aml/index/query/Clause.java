package loom.aml.index.query;

import java.time.Instant;
import java.util.Set;

/** A condition on an item. */
public sealed interface Clause {

    /** The maximum number of words of one clause that must follow each other; further words are ignored. */
    int MOST_IN_A_ROW = 256;

    /** Returns whether items that satisfy the condition are excluded. */
    boolean isExcluded();

    /** Returns whether the clause searches for words. Such clauses affect the rank; all others only filter. */
    default boolean isText() {
        return false;
    }

    /** Returns the words as written in the query; empty if the clause does not search for words. */
    default String words() {
        return "";
    }

    /**
     * The text of the item contains a word, or the word is its id. A compound word such as {@code readFile} matches its
     * parts in a row.
     */
    record Word(String text, boolean isExcluded) implements Clause {
        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return text;
        }
    }

    /** The text of the item contains these words in a row. */
    record Phrase(String text, boolean isExcluded) implements Clause {
        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return '"' + text + '"';
        }
    }

    /** The text of the item contains a word with this prefix. Used only if no item has the words themselves. */
    record Beginning(String text) implements Clause {
        @Override
        public boolean isExcluded() {
            return false;
        }

        @Override
        public boolean isText() {
            return true;
        }

        @Override
        public String words() {
            return text + "*";
        }
    }

    /**
     * The text of the item contains each of these symbols: emoji, arrows, brackets. Used only if a query has no words.
     */
    record Symbols(String text) implements Clause {
        @Override
        public boolean isExcluded() {
            return false;
        }
    }

    /** The item has one of these values; tags and types match regardless of case. */
    record Named(Name name, Set<String> anyOf, boolean isExcluded) implements Clause {
        public Named {
            anyOf = Set.copyOf(anyOf);
        }
    }

    /** A numeric value is within bounds, both inclusive. */
    record Range(NumericField figure, double min, double max, boolean isExcluded) implements Clause {}

    /** The item was last used, or else created, between two times, both inclusive, in milliseconds. */
    record Used(Instant from, Instant to, boolean isExcluded) implements Clause {}
}
