//! `portal --dir DIR --listen ADDR`: serves a folder as a portal would, for trying things by hand. Not for the internet.

use anyhow::Context;
use clap::Parser;
use e2e::portal::Portal;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Parser)]
struct Args {
    /// Folder to serve.
    #[arg(long)]
    dir: PathBuf,
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let portal = Portal::serve_at(&args.dir, args.listen)
        .with_context(|| format!("listen at {}", args.listen))?;
    println!("{}", portal.url());
    portal.join();
    Ok(())
}
