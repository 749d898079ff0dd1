//! The help of the commands in the language of the terminal.

use clap::Command;

use crate::i18n::Locale;

/// Arguments that every command has; their words stand once.
const EVERYWHERE: [&str; 6] = ["config", "database_url", "listen", "json", "help", "version"];

/// Gives a command and all below it the words of a language.
pub(super) fn translate(command: Command, locale: Locale) -> Command {
    let mut command = command;
    command.build();
    below(command, "", locale)
}

/// Commands with something to say below their arguments.
const SAY_MORE: [&str; 1] = ["bounce"];

fn below(command: Command, path: &str, locale: Locale) -> Command {
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        locale.t("cli-heading-usage")
    );
    let about = if path.is_empty() { "collega" } else { path };
    let command = if SAY_MORE.contains(&path) {
        command.after_help(locale.t(&format!("cli-after-{path}")))
    } else {
        command
    };
    command
        .about(locale.t(&format!("cli-about-{about}")))
        .help_template(template)
        .subcommand_help_heading(locale.t("cli-heading-commands"))
        .mut_args(|arg| {
            let id = arg.get_id().as_str().to_owned();
            let common = path.is_empty() || EVERYWHERE.contains(&id.as_str());
            let name = id.replace('_', "-");
            let name = if common { name } else { format!("{path}-{name}") };
            let heading = if arg.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
            arg.help(locale.t(&format!("cli-arg-{name}"))).help_heading(locale.t(heading))
        })
        .mut_subcommands(|inner| {
            let name = inner.get_name().to_owned();
            let path = if path.is_empty() { name } else { format!("{path}-{name}") };
            below(inner, &path, locale)
        })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::commands::Cli;
    use crate::i18n::Language;

    fn whole_help(mut command: Command) -> String {
        let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
        let own = command.render_long_help().to_string();
        let inner = names.iter().filter(|name| *name != "help").map(|name| {
            let inner = command.find_subcommand(name).cloned();
            inner.map(whole_help).unwrap_or_default()
        });
        own + &inner.collect::<String>()
    }

    #[test]
    fn every_command_and_argument_has_its_words() {
        for language in Language::ALL {
            let help = whole_help(translate(Cli::command(), Locale::new(language)));
            assert!(!help.contains("cli-"), "{help}");
        }
    }
}
