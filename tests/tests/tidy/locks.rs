//! Lock files of the workspaces beside the first one: they are built with `--locked`, by hand and seldom, so that nobody hears of a package
//! that they do not know. Judges names, not versions.

use toml::Table;

use super::{all_manifests, below, read, root};

/// What a package of ours needs whatever is switched on: names of `[dependencies]`, those of build scripts and of single systems among them.
fn needed(manifest: &Table) -> Vec<String> {
    let mut tables = vec![
        manifest.get("dependencies"),
        manifest.get("build-dependencies"),
    ];
    let systems = manifest.get("target").and_then(toml::Value::as_table);
    for system in systems.into_iter().flat_map(Table::values) {
        tables.push(system.get("dependencies"));
    }
    let tables = tables
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_table);
    tables
        .flat_map(|table| table.iter())
        .filter(|(_, how)| how.get("optional").and_then(toml::Value::as_bool) != Some(true))
        .map(|(name, how)| {
            how.get("package")
                .and_then(toml::Value::as_str)
                .unwrap_or(name)
                .to_owned()
        })
        .collect()
}

/// What packages of ours need and the lock does not know of them. `ours` are their manifests.
fn lacking(lock: &Table, ours: &[Table]) -> Vec<String> {
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let mut found = Vec::new();
    for package in packages.into_iter().flatten() {
        // What comes from a registry has a source.
        if package.get("source").is_some() {
            continue;
        }
        let name = package.get("name").and_then(toml::Value::as_str);
        let Some(manifest) = ours.iter().find(|manifest| {
            let of = |key| manifest.get("package")?.get(key)?.as_str();
            of("name") == name
        }) else {
            continue;
        };
        let listed = package.get("dependencies").and_then(toml::Value::as_array);
        // `name`, or `name version` where there are two.
        let known: Vec<&str> = listed
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.as_str()?.split(' ').next())
            .collect();
        for wanted in needed(manifest) {
            if !known.contains(&wanted.as_str()) {
                found.push(format!("{} needs {wanted}", name.unwrap_or_default()));
            }
        }
    }
    found
}

#[test]
fn every_lock_knows_what_our_packages_need() {
    let ours: Vec<Table> = all_manifests().into_iter().map(|(_, it)| it).collect();
    let locks: Vec<_> = ["kiosk", "tests"]
        .iter()
        .flat_map(|folder| below(folder, "lock"))
        .collect();
    assert!(locks.len() >= 3, "{locks:?}");
    let mut found = Vec::new();
    for path in locks {
        let lock: Table = read(&path).parse().expect("a lock file is TOML");
        let shown = path.strip_prefix(root()).unwrap_or(&path).display();
        let lacks = lacking(&lock, &ours);
        found.extend(lacks.into_iter().map(|what| format!("{shown}: {what}")));
    }
    assert!(
        found.is_empty(),
        "cargo metadata in that folder mends it:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_lock_that_is_behind_is_found() {
    let lock = "[[package]]\nname = \"ours\"\ndependencies = [\"one\", \"two 1.2.0\"]\n[[package]]\nname = \"one\"\nsource = \"registry\"\n";
    let lock: Table = lock.parse().unwrap();
    let manifest = |more: &str| -> Table {
        let text = format!(
            "[package]\nname = \"ours\"\n[dependencies]\none = \"1\"\n2nd = {{ version = \"1\", package = \"two\" }}\nnever = {{ version = \"1\", optional = true }}\n{more}"
        );
        text.parse().unwrap()
    };
    assert_eq!(lacking(&lock, &[manifest("")]), Vec::<String>::new());
    for more in [
        "three = \"1\"\n",
        "[build-dependencies]\nthree = \"1\"\n",
        "[target.'cfg(unix)'.dependencies]\nthree = \"1\"\n",
    ] {
        assert_eq!(lacking(&lock, &[manifest(more)]), ["ours needs three"]);
    }
}
