//! `--help` and wrong arguments in Chinese. Says the same as clap does in English; decides nothing.

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::words::Words;

/// The command with all that it and its commands say about themselves.
pub fn translated(mut command: Command, words: &'static Words) -> Command {
    command.build();
    each(command, words)
}

fn each(command: Command, words: &'static Words) -> Command {
    let about = command.get_about().map(|text| sentence(text, words));
    let long = command.get_long_about().map(|text| sentence(text, words));
    let after = command.get_after_help().map(|text| sentence(text, words));
    let usage = words.name("usage", &["{usage}"]);
    let mut command = command
        .subcommand_help_heading(words.heading("commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{usage}\n\n{{all-args}}{{after-help}}\n"
        ))
        .mut_args(|arg| argument(arg, words))
        .mut_subcommands(|inner| each(inner, words));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(long) = long {
        command = command.long_about(long);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

fn sentence(text: &StyledStr, words: &'static Words) -> String {
    words.said(&text.to_string())
}

fn argument(arg: Arg, words: &'static Words) -> Arg {
    let heading = if arg.is_positional() {
        "arguments"
    } else {
        "options"
    };
    let builtin = ["help", "version"]
        .into_iter()
        .find(|name| arg.get_id() == *name);
    let mut text = match builtin {
        Some(name) => words.name(name, &[]),
        None => arg
            .get_help()
            .map_or_else(String::new, |text| sentence(text, words)),
    };
    let values: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|value| !value.is_hide_set())
        .map(|value| value.get_name().to_owned())
        .collect();
    let takes = arg.get_action().takes_values();
    if takes && !values.is_empty() {
        text = words.name("values", &[&text, &values.join(" ")]);
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|v| v.to_string_lossy())
        .collect();
    if takes && !defaults.is_empty() {
        text = words.name("default", &[&text, &defaults.join(" ")]);
    }
    arg.help_heading(words.heading(heading))
        .hide_default_value(true)
        .hide_possible_values(true)
        .long_help(text.clone())
        .help(text)
}

/// What is wrong with the arguments, in Chinese where it is one of the usual things; then the usage.
pub fn wrong(error: &Error, words: &'static Words) -> String {
    let context = |kind| error.get(kind).map(shown);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => words.name("unknown-argument", &[&argument]),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            words.name("unknown-command", &[&command])
        }
        ErrorKind::MissingRequiredArgument => words.name("missing", &[&argument]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            words.name("wrong-value", &[&argument, &value])
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg).unwrap_or_default();
            words.name("conflict", &[&argument, &other])
        }
        _ => return error.to_string(),
    };
    let mut lines = vec![what];
    if let Some(values) = context(ContextKind::ValidValue).filter(|values| !values.is_empty()) {
        lines.push(words.name("allowed", &[&values]));
    }
    lines.push(words.name("more", &[]));
    lines.join("\n") + "\n"
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ArgAction;

    fn command() -> Command {
        Command::new("terminal-config")
            .version("1")
            .about("Checks the settings of a terminal")
            .subcommand_required(true)
            .subcommand(
                Command::new("check")
                    .about("Print the commented example")
                    .arg(
                        Arg::new("file")
                            .required(true)
                            .help("The terminal's settings, terminal.toml"),
                    )
                    .arg(
                        Arg::new("way")
                            .long("way")
                            .value_parser(["a", "b"])
                            .default_value("a"),
                    )
                    .arg(
                        Arg::new("json")
                            .long("json")
                            .action(ArgAction::SetTrue)
                            .help("Of nobody's words"),
                    ),
            )
    }

    #[test]
    fn help_is_chinese_and_complete() {
        let words = Words::chinese();
        let mut command = translated(command(), words);
        let top = command.render_help().to_string();
        for part in [
            "检查一台终端的设置",
            "用法：terminal-config",
            "命令:",
            "check",
            "显示帮助",
            "显示版本",
        ] {
            assert!(top.contains(part), "{part} in\n{top}");
        }
        let check = command.find_subcommand_mut("check").unwrap();
        for help in [
            check.render_help().to_string(),
            check.render_long_help().to_string(),
        ] {
            for part in [
                "终端的设置文件",
                "--way <way>",
                "（可以是：a b）",
                "（默认：a）",
                "Of nobody's words",
                "--help",
            ] {
                assert!(help.contains(part), "{part} in\n{help}");
            }
            assert!(
                !help.contains("Options:") && !help.contains("[default"),
                "{help}"
            );
        }
    }

    #[test]
    fn wrong_arguments_are_told_in_chinese() {
        let words = Words::chinese();
        for (arguments, says) in [
            (&["x", "chek"][..], "没有这个命令：chek"),
            (&["x", "check"][..], "缺少：<file>"),
            (&["x", "check", "f", "--jsn"][..], "没有这个参数：--jsn"),
            (&["x", "check", "f", "--way", "c"][..], "可以是：a b"),
        ] {
            let error = translated(command(), words)
                .try_get_matches_from(arguments)
                .unwrap_err();
            let told = wrong(&error, words);
            assert!(told.contains(says), "{told}");
        }
    }
}
