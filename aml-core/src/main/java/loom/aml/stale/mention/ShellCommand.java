package loom.aml.stale.mention;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the commands of a line of shell. Mentions are what a repository defines: targets, scripts, recipes, modules and
 * programs. Anything with quotes, variables or globs is passed over.
 */
final class ShellCommand {
    private static final Set<String> PREFIXES = Set.of("sudo", "time", "exec", "command", "nohup", "env");
    private static final Set<String> INTERPRETERS = Set.of(
            "bash", "sh", "zsh", "python", "python3", "node", "ruby", "php", "perl", "tsx", "ts-node", "source", ".");
    private static final Set<String> SCRIPT_RUNNERS = Set.of("npm", "pnpm", "yarn", "bun");
    private static final Set<String> RUN = Set.of("run", "run-script");

    private final String line;
    private final int number;
    private final boolean isProse;
    private final Consumer<Mention> sink;
    private String folder = "";
    private boolean isLost;

    private ShellCommand(String line, int number, boolean isProse, Consumer<Mention> sink) {
        this.line = line;
        this.number = number;
        this.isProse = isProse;
        this.sink = sink;
    }

    /**
     * Reads a line.
     *
     * @param isProse whether the text may be anything: the words of {@code make} and {@code just} prove nothing there
     */
    static void read(String line, int number, boolean isProse, Consumer<Mention> sink) {
        new ShellCommand(line, number, isProse, sink).read();
    }

    private void read() {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                word.append(c);
            } else if (c == '"' || c == '\'') {
                quote = c;
                word.append(c);
            } else if (c == ' ' || c == '\t') {
                end(word, words);
                if (i + 1 < line.length() && line.charAt(i + 1) == '#') {
                    break;
                }
            } else if (c == ';' || c == '|' || c == '&') {
                end(word, words);
                command(words);
                words.clear();
            } else {
                word.append(c);
            }
        }
        end(word, words);
        command(words);
    }

    private static void end(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void command(List<String> all) {
        int first = 0;
        while (first < all.size()
                && (PREFIXES.contains(all.get(first)) || all.get(first).equals("$") || isAssignment(all.get(first)))) {
            first++;
        }
        if (isLost || first == all.size()) {
            return;
        }
        String program = all.get(first);
        List<String> words = all.subList(first + 1, all.size());
        switch (program) {
            case "cd", "pushd" -> enter(words);
            case "make", "gmake" -> make(words);
            case "just" -> just(words);
            case "mvn", "mvnw", "./mvnw" -> {
                program(program);
                maven(words);
            }
            default -> {
                if (SCRIPT_RUNNERS.contains(program)) {
                    script(program, words);
                } else if (INTERPRETERS.contains(program)) {
                    interpreted(words);
                } else {
                    program(program);
                }
            }
        }
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && isName(word.substring(0, equals));
    }

    /** Where a command runs after that is only known for plain directories. */
    private void enter(List<String> words) {
        String target = words.size() == 1 ? words.getFirst() : "";
        if (!isPath(target)) {
            isLost = true;
        } else {
            folder = joined(folder, target);
        }
    }

    private void make(List<String> words) {
        String in = folder;
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-C") && i + 1 < words.size() && isPath(words.get(i + 1))) {
                in = joined(folder, words.get(++i));
            } else if (word.startsWith("-f") || word.startsWith("-C") || word.startsWith("--")) {
                return;
            } else if (isName(word)) {
                targets.add(word);
            } else if (!word.startsWith("-") && !isAssignment(word) && !isNumber(word)) {
                return;
            }
        }
        if (!isProse && targets.size() <= 4) {
            for (String target : targets) {
                sink.accept(new Mention.MakeTarget(number, "make " + target, in, target));
            }
        }
    }

    private void just(List<String> words) {
        for (String word : words) {
            if (word.startsWith("-")) {
                return;
            }
            if (!isAssignment(word)) {
                if (isName(word) && !isProse) {
                    sink.accept(new Mention.Recipe(number, "just " + word, folder, word));
                }
                return;
            }
        }
    }

    private void maven(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("-f") || words.get(i).equals("--file")) {
                return;
            }
        }
        for (int i = 0; i + 1 < words.size(); i++) {
            if (words.get(i).equals("-pl") || words.get(i).equals("--projects")) {
                for (String module : words.get(i + 1).split(",")) {
                    if (isPath(module)) {
                        sink.accept(new Mention.MavenModule(number, "mvn -pl " + module, folder, module));
                    }
                }
            }
        }
    }

    private void script(String runner, List<String> words) {
        boolean isRun = false;
        for (String word : words) {
            if (word.startsWith("-")) {
                if (!isRun && !word.equals("-s") && !word.equals("--silent") && !word.equals("-r")) {
                    // The value of an option is not distinguishable from a script.
                    return;
                }
            } else if (!isRun && RUN.contains(word)) {
                isRun = true;
            } else {
                if (isRun && isScript(word)) {
                    boolean isExact = runner.equals("npm") || word.indexOf(':') > 0;
                    sink.accept(new Mention.Script(number, runner + " run " + word, word, isExact));
                }
                return;
            }
        }
    }

    private void interpreted(List<String> words) {
        if (!words.isEmpty() && PathForm.hasSuffix(words.getFirst())) {
            String path = words.getFirst();
            if (path.indexOf('/') > 0 && isPath(path) && !PathForm.isGenerated(path)) {
                sink.accept(new Mention.Program(number, path, folder, path));
            }
        }
    }

    private void program(String word) {
        if (word.startsWith("./") && isPath(word) && !PathForm.isGenerated(word.substring(2))) {
            sink.accept(new Mention.Program(number, word, folder, word.substring(2)));
        }
    }

    private static String joined(String folder, String path) {
        String plain = path.startsWith("./") ? path.substring(2) : path;
        String open = plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
        return folder.isEmpty() || open.isEmpty() || open.equals(".")
                ? folder + (open.equals(".") ? "" : open)
                : folder + "/" + open;
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isName(String word) {
        return isOf(word, "_-.") && !isNumber(word);
    }

    private static boolean isScript(String word) {
        return isOf(word, "_-.:/");
    }

    /** Returns whether a word is a plain relative path that leads downwards. */
    private static boolean isPath(String word) {
        return isOf(word.startsWith("./") ? word.substring(2) : word, "_-./")
                && !word.contains("..")
                && !word.contains("//");
    }

    private static boolean isOf(String word, String others) {
        if (word.isEmpty() || word.length() > 200 || "-/".indexOf(word.charAt(0)) >= 0) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (!Character.isLetterOrDigit(word.charAt(i)) && others.indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
