package loom.aml.purge;

import java.util.List;
import java.util.Optional;

/** Decides which texts of a JSON document are edited or removed. */
interface JsonScope {

    /** The treatments of the strings of a member. */
    enum Treatment {
        /** They are texts of people, which are edited. */
        TEXT,
        /** They are paths, which are masked if what they lead to is removed. */
        PATH,
        /** They belong to the format, such as times, checksums and words that programs read, and stay. */
        FORMAT,
        /** This version does not know what they are: they stay, and a match is reported. */
        UNKNOWN
    }

    /**
     * Returns the treatment of a string.
     *
     * @param outer the name of the outermost member around it; empty for a string outside of objects
     * @param member the name of the member that has it, or a list with it
     */
    Treatment treatment(String outer, String member, String decoded);

    /** Returns whether the name of a member is a text of people, which is edited. */
    boolean isText(String name);

    /** Returns the edits of a decoded text. */
    List<Edit> in(String decoded);

    /** Returns whether a path leads to something that is removed. */
    boolean isRemoved(String path);

    /** Returns whether a number is replaced by 0. */
    boolean replacesNumber(String member, String number);

    /**
     * Returns whether the element of a list is removed that has this member, or a list with this text under this name.
     *
     * @param depth the number of lists and objects around the member; 2 in the elements of a list that is the document
     */
    boolean removesElement(int depth, String member, String decoded);

    /** Receives the text of each removed element. */
    void removed(String element);

    /** Returns the scope of a JSON object within a string; empty if such a string is a text like any other. */
    Optional<JsonScope> opened();
}
