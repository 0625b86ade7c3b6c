//! Many documents from few: real ones with their paragraphs shuffled and other heads, by a seeded generator. Document `i` is
//! always the same, so that two programs that count up see the same corpus.

use mirror::{Block, Category, Document, Reader, Validity};

/// A small generator of numbers; the same seed, the same numbers.
pub struct Dice(u64);

impl Dice {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2018_1015)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// Invented places: two characters and what kind of place.
const FIRST: &[char] = &[
    '示', '例', '青', '云', '临', '安', '平', '东', '西', '南', '北', '白', '清', '长', '永', '兴',
];
const SECOND: &[char] = &[
    '江', '山', '州', '阳', '河', '林', '源', '川', '城', '湖', '泉', '宁', '岭', '溪',
];
const KINDS: &[&str] = &["市", "县", "区"];
const OFFICES: &[&str] = &[
    "人民政府",
    "人民政府办公室",
    "发展和改革局",
    "财政局",
    "教育局",
    "生态环境局",
    "住房和城乡建设局",
    "市场监督管理局",
];
const CATEGORIES: &[Category] = &[
    Category::Policy,
    Category::Regulation,
    Category::Interpretation,
    Category::Budget,
    Category::Guide,
];

/// The documents that all others are made of.
pub struct Seeds(Vec<Document>);

impl Seeds {
    /// All documents of a mirror, in the order of their ids.
    pub fn read(dir: &std::path::Path) -> anyhow::Result<Seeds> {
        let reader = Reader::open(dir)?;
        let mut seeds = Vec::new();
        for (id, _) in reader.all_ids()? {
            seeds.extend(reader.document(&id)?);
        }
        anyhow::ensure!(!seeds.is_empty(), "the mirror of seeds is empty");
        Ok(Seeds(seeds))
    }

    /// Document number `i`.
    pub fn document(&self, i: usize) -> Document {
        let mut document = self.0[i % self.0.len()].clone();
        let round = i / self.0.len();
        let mut dice = Dice::new(i as u64);
        document.id = format!("bench-{i}");
        document.rev = 1;
        if round > 0 {
            shuffle(&mut document, &mut dice);
            let place = format!(
                "{}{}{}",
                FIRST[dice.below(FIRST.len())],
                SECOND[dice.below(SECOND.len())],
                KINDS[dice.below(KINDS.len())]
            );
            document.title = format!("{place}{}", document.title);
            let year = 1990 + dice.below(36);
            document.doc_no = Some(format!(
                "{}政办发〔{year}〕{}号",
                place.chars().next().unwrap_or('示'),
                1 + dice.below(200)
            ));
            document.agency = format!("{place}{}", OFFICES[dice.below(OFFICES.len())]);
            document.issued_on = Some(format!(
                "{year}-{:02}-{:02}",
                1 + dice.below(12),
                1 + dice.below(28)
            ));
            document.category = CATEGORIES[dice.below(CATEGORIES.len())];
            document.validity =
                [Validity::InForce, Validity::InForce, Validity::Repealed][dice.below(3)];
        }
        document
    }
}

/// Shuffles the paragraphs; an article goes where its first one goes.
fn shuffle(document: &mut Document, dice: &mut Dice) {
    let mut order: Vec<usize> = (0..document.blocks.len()).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, dice.below(at + 1));
    }
    let mut place = vec![0_u32; order.len()];
    for (to, from) in order.iter().enumerate() {
        place[*from] = to as u32;
    }
    document.blocks = order
        .iter()
        .map(|from| document.blocks[*from].clone())
        .collect();
    for article in &mut document.articles {
        if let Some(at) = place.get(article.from as usize) {
            (article.from, article.to) = (*at, at + 1);
        }
    }
    document.articles.sort_by_key(|article| article.from);
}

/// The plain text of a document: its small fields and its body.
pub fn plain_text(document: &Document) -> String {
    let mut text = format!("{}\n{}\n", document.title, document.agency);
    for field in document
        .doc_no
        .iter()
        .chain(&document.index_no)
        .chain(&document.subjects)
    {
        text.push_str(field);
        text.push('\n');
    }
    text.push_str(&body_text(document));
    text
}

/// The words of the body, a line each piece.
pub fn body_text(document: &Document) -> String {
    let mut text = String::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text: words, .. } | Block::Paragraph { text: words, .. } => {
                text.push_str(words)
            }
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| {
                text.push_str(cell);
                text.push('\n');
            }),
            Block::Picture { alt } => text.push_str(alt),
        }
        text.push('\n');
    }
    text
}
