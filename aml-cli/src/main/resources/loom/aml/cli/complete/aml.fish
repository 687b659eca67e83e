# Completion of aml's command lines in fish. To try it: aml completion fish | source

function __aml_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    for line in (env LOOM_AML_NO_BUILD=1 $words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$typed"
            case :directories
                __fish_complete_directories "$typed"
            case '*'
                echo $line
        end
    end
end

complete -c aml -f -a '(__aml_complete)'
