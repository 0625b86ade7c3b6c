//! The program `updater`. Everything is in the library, so that tests can reach it.

fn main() -> std::process::ExitCode {
    updater::cli::main()
}
