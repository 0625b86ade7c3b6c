//! What must be refused: the sound feed with one thing wrong in each. Writes nothing.

use super::*;

/// A feed that must be refused, and how.
pub struct Attack {
    pub name: &'static str,
    pub what: &'static str,
    /// The reader has read the sound feed before.
    pub after_sound: bool,
    /// Kind of the refusal; none for a feed that is read and shown as expired.
    pub refused: Option<&'static str>,
    /// In place of the sound files of the same path; an empty one is missing.
    pub files: Files,
}

pub fn attacks(sound: &Sound) -> Vec<Attack> {
    let attack = |name, what, refused, files| Attack {
        name,
        what,
        after_sound: false,
        refused: Some(refused),
        files,
    };
    let path = |segment: &Segment| segment.path();
    let segments = &sound.tip.segments;
    let (one, two) = (path(&segments[4]), path(&segments[5]));
    let bytes = |path: &str| sound.files[path].clone();
    let first = |path: &str, text: &[u8]| Files::from([(path.to_owned(), text.to_vec())]);
    let ending = |end: &str| {
        let mut found = sound.files.keys().filter(|path| path.ends_with(end));
        found.next_back().expect("the sound feed has one").clone()
    };
    let timestamp = "metadata/timestamp.json";
    let tip_path = sound
        .signed(2, TIMESTAMP, EXPIRES)
        .into_keys()
        .find(|p| p.ends_with(".tip.json"));
    let tip_path = tip_path.expect("a tip is signed");
    let mut tampered = bytes(&tip_path);
    tampered[20] ^= 1;
    let old = Sound {
        files: Files::new(),
        tip: Tip {
            segments: vec![segments[0].clone()],
            packed: 0,
            checkpoints: Vec::new(),
            seq: 4,
            ..sound.tip.clone()
        },
        takedown: TakedownList::default(),
        packs: PackList::default(),
    };
    vec![
        attack(
            "wrong-key",
            "the timestamp is signed by a stranger",
            "signature",
            sound.signed(3, 99, EXPIRES),
        ),
        attack(
            "removed-key",
            "the timestamp is signed by the key that root 2 took away",
            "signature",
            sound.signed(3, 11, EXPIRES),
        ),
        attack(
            "root-threshold",
            "root 2 is signed by one of the two keys that must sign it",
            "signature",
            Files::from([(
                "metadata/2.root.json".into(),
                root(2, &[1, 2, 4], TIMESTAMP, &[1]),
            )]),
        ),
        Attack {
            after_sound: true,
            ..attack(
                "roll-back",
                "the metadata of version 1, signed with the keys of today",
                "roll-back",
                old.signed(1, TIMESTAMP, EXPIRES),
            )
        },
        attack(
            "mix-and-match",
            "the snapshot of version 1 under the name of version 2",
            "mixed",
            first(
                "metadata/2.snapshot.json",
                &bytes("metadata/1.snapshot.json"),
            ),
        ),
        attack(
            "tampered-tip",
            "one bit of the tip is another",
            "mixed",
            first(&tip_path, &tampered),
        ),
        attack(
            "truncated-segment",
            "a segment is cut off",
            "mixed",
            first(&two, &bytes(&two)[..40]),
        ),
        attack(
            "swapped-segments",
            "two segments stand under each other's names",
            "mixed",
            Files::from([(one.clone(), bytes(&two)), (two.clone(), bytes(&one))]),
        ),
        attack(
            "half-published",
            "the timestamp is there, its snapshot is not",
            "mixed",
            first(timestamp, &sound.signed(3, TIMESTAMP, EXPIRES)[timestamp]),
        ),
        gap(sound),
        bomb(sound),
        claim(sound),
        Attack {
            refused: None,
            ..attack(
                "expired",
                "signed, and expired long ago: shown under a banner",
                "",
                sound.signed(3, TIMESTAMP, LONG_AGO),
            )
        },
        attack(
            "missing-targets",
            "the targets are not there",
            "mixed",
            first(&ending("2.targets.json"), b""),
        ),
    ]
}

/// A feed signed with the right keys, whose tip was changed.
fn with_tip(
    sound: &Sound,
    name: &'static str,
    what: &'static str,
    refused: &'static str,
    tip: Tip,
) -> Attack {
    let changed = Sound {
        files: Files::new(),
        tip,
        takedown: sound.takedown.clone(),
        packs: sound.packs.clone(),
    };
    Attack {
        name,
        what,
        after_sound: false,
        refused: Some(refused),
        files: changed.signed(3, TIMESTAMP, EXPIRES),
    }
}

fn gap(sound: &Sound) -> Attack {
    let mut tip = sound.tip.clone();
    tip.segments.retain(|segment| segment.from != 12);
    with_tip(
        sound,
        "gap",
        "no segment of the tip covers number 12",
        "malformed",
        tip,
    )
}

fn bomb(sound: &Sound) -> Attack {
    let (segment, file) =
        write::seal(0, 12, 12, &vec![b'\n'; 32 << 20]).expect("it is large, not too large");
    let mut tip = sound.tip.clone();
    let last = tip
        .segments
        .iter_mut()
        .find(|segment| segment.from == 12)
        .expect("the last segment");
    *last = Segment {
        plain_length: 200,
        ..segment
    };
    let mut attack = with_tip(
        sound,
        "bomb",
        "a segment grows to 32 MiB where the tip says 200 bytes",
        "mixed",
        tip,
    );
    attack.files.insert(file.path, file.bytes);
    attack
}

fn claim(sound: &Sound) -> Attack {
    let mut tip = sound.tip.clone();
    tip.segments[0].plain_length = 1 << 40;
    with_tip(
        sound,
        "claim",
        "the tip says that a segment has a tebibyte",
        "malformed",
        tip,
    )
}
