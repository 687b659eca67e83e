package loom.aml.cli.complete;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import loom.aml.cli.CommandEntry;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes the arguments of one command: options, their values, and operands. */
final class Arguments {
    private final CommandSpec spec;
    private final StoreValues values;

    Arguments(CommandEntry entry, Session session) {
        this.spec = Options.specOf(entry);
        this.values = new StoreValues(session);
    }

    static boolean takesValueBeforeTheCommand(String word) {
        return Options.COMMON_WITH_VALUE.contains(word);
    }

    /**
     * Returns proposals for the next word.
     *
     * @param before the arguments before it
     * @param typed the incomplete word
     */
    List<Proposal> after(List<String> before, String typed) {
        Set<OptionSpec> used = new HashSet<>();
        @Nullable OptionSpec open = null;
        int taken = 0;
        int operands = 0;
        for (String word : before) {
            if (word.startsWith("-")) {
                OptionSpec option = spec.findOption(word.replaceFirst("=.*", ""));
                if (option != null) {
                    used.add(option);
                }
                open = word.contains("=") ? null : option;
                taken = 0;
            } else if (open != null && taken < open.arity().max()) {
                taken++;
            } else {
                operands++;
            }
        }
        if (open != null && taken < open.arity().min()) {
            return ofList(open, "", typed);
        }
        int equals = typed.indexOf('=');
        if (typed.startsWith("-") && equals > 0) {
            OptionSpec option = spec.findOption(typed.substring(0, equals));
            return option == null ? List.of() : ofList(option, typed.substring(0, equals + 1), typed);
        }
        if (typed.startsWith("-")) {
            return options(used);
        }
        List<Proposal> proposals = new ArrayList<>();
        if (open != null && taken < open.arity().max()) {
            proposals.addAll(ofList(open, "", typed));
        } else {
            operand(operands).ifPresent(operand -> proposals.addAll(valuesOf(operand)));
        }
        if (typed.isEmpty()) {
            proposals.addAll(options(used));
        }
        return proposals;
    }

    private Optional<PositionalParamSpec> operand(int index) {
        return spec.positionalParameters().stream()
                .filter(operand -> operand.index().contains(index))
                .findFirst();
    }

    private List<Proposal> options(Set<OptionSpec> used) {
        return spec.options().stream()
                .filter(option -> !option.hidden() && (option.isMultiValue() || !used.contains(option)))
                .map(option -> new Proposal(option.longestName(), String.join(" ", option.description())))
                .toList();
    }

    /** Returns the values of an option; in a list with commas, those for the last element. */
    private List<Proposal> ofList(OptionSpec option, String beginning, String typed) {
        int comma = option.isMultiValue() ? typed.lastIndexOf(',') : -1;
        String kept = comma < 0 ? beginning : typed.substring(0, comma + 1);
        Set<String> named = Set.copyOf(List.of(
                kept.substring(Math.min(beginning.length(), kept.length())).split(",")));
        return valuesOf(option).stream()
                .filter(value -> !named.contains(value.value()))
                .map(value -> kept.isEmpty() || value.value().startsWith(":")
                        ? value
                        : new Proposal(kept + value.value(), value.description()))
                .toList();
    }

    private List<Proposal> valuesOf(ArgSpec argument) {
        Iterable<String> closed = argument.completionCandidates();
        if (closed != null) {
            List<Proposal> proposals = new ArrayList<>();
            closed.forEach(value -> proposals.add(new Proposal(value, "")));
            return proposals;
        }
        return values.of(argument.paramLabel());
    }
}
