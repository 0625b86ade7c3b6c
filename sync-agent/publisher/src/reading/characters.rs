//! Characters that only look like others: Kangxi radicals, radicals of the supplement, compatibility ideographs. Owns folding them
//! to the characters that people write and search; changes nothing that a reader could see.
//!
//! They come from PDF files and old fonts: ⼈⼝ for 人口. Unfolded, no search finds the word and no label is recognised. The tables are
//! those of the Unicode Character Database (decompositions), but for ⼾ and ⾭, which mainland fonts show as 户 and 青.

/// U+2F00 to U+2FD5, in their order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方\
    无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸\
    虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊\
    齒龍龜龠";

/// U+F900 to U+FAD9, in their order; ＝ stands for those that are characters of their own, or none.
const COMPATIBILITY: &str = "豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾\
    牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭驪麗黎力曆\
    歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六\
    戮陸倫崙淪輪律慄栗率隆利吏履易李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀＝＝塚＝晴＝＝凞猪益\
    礼神祥福靖精羽＝蘒＝諸＝＝逸都＝＝＝飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹\
    艹著褐視謁謹賓贈辶逸難響頻恵𤋮舘＝＝並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画\
    瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎";

/// A radical of the supplement (U+2E80 to U+2EF3), and what it stands for.
const SUPPLEMENT: &[(u32, char)] = &[
    (0x2E81, '厂'),
    (0x2E82, '乙'),
    (0x2E85, '亻'),
    (0x2E86, '冂'),
    (0x2E88, '刀'),
    (0x2E89, '刂'),
    (0x2E8B, '㔾'),
    (0x2E97, '忄'),
    (0x2E98, '扌'),
    (0x2E99, '攵'),
    (0x2E9F, '母'),
    (0x2EA0, '民'),
    (0x2EA1, '氵'),
    (0x2EA3, '灬'),
    (0x2EA6, '丬'),
    (0x2EAD, '礻'),
    (0x2EAE, '竹'),
    (0x2EB6, '羊'),
    (0x2EBC, '肉'),
    (0x2EBE, '艹'),
    (0x2EC1, '虎'),
    (0x2EC2, '衤'),
    (0x2EC4, '西'),
    (0x2EC5, '见'),
    (0x2EC6, '角'),
    (0x2EC8, '讠'),
    (0x2EC9, '贝'),
    (0x2ECA, '足'),
    (0x2ECB, '车'),
    (0x2ECC, '辶'),
    (0x2ECF, '邑'),
    (0x2ED0, '钅'),
    (0x2ED1, '長'),
    (0x2ED3, '长'),
    (0x2ED4, '门'),
    (0x2ED6, '阝'),
    (0x2ED7, '雨'),
    (0x2ED8, '青'),
    (0x2ED9, '韦'),
    (0x2EDA, '页'),
    (0x2EDB, '风'),
    (0x2EDC, '飞'),
    (0x2EDD, '食'),
    (0x2EE0, '饣'),
    (0x2EE1, '首'),
    (0x2EE2, '马'),
    (0x2EE3, '骨'),
    (0x2EE4, '鬼'),
    (0x2EE5, '鱼'),
    (0x2EE6, '鸟'),
    (0x2EE7, '卤'),
    (0x2EE8, '麦'),
    (0x2EE9, '黄'),
    (0x2EEA, '黾'),
    (0x2EEB, '斉'),
    (0x2EEC, '齐'),
    (0x2EED, '歯'),
    (0x2EEE, '齿'),
    (0x2EEF, '竜'),
    (0x2EF0, '龙'),
    (0x2EF1, '龜'),
    (0x2EF2, '亀'),
    (0x2EF3, '龟'),
];

/// No character of its own.
const ITSELF: char = '＝';

/// Chinese characters, rare ones of the supplementary planes included.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' | '〇' | '々' | '\u{E815}'..='\u{E864}')
}

/// Blank of any width.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{3164}' | '\u{2800}' | '\u{FFA0}')
}

/// The character that `c` stands for, or itself.
pub fn folded(c: char) -> char {
    let nth = |table: &str, first: u32| table.chars().nth((u32::from(c) - first) as usize);
    match u32::from(c) {
        0x2E80..=0x2EF3 => SUPPLEMENT
            .iter()
            .find(|(radical, _)| *radical == u32::from(c))
            .map(|(_, whole)| *whole),
        0x2F00..=0x2FD5 => nth(KANGXI, 0x2F00),
        0xF900..=0xFAD9 => nth(COMPATIBILITY, 0xF900).filter(|whole| *whole != ITSELF),
        _ => None,
    }
    .unwrap_or(c)
}

/// A whole text folded; most texts have nothing to fold and are not copied.
pub fn fold(text: String) -> String {
    let folds = |c: char| matches!(u32::from(c), 0x2E80..=0x2FD5 | 0xF900..=0xFAD9);
    if text.contains(folds) {
        text.chars().map(folded).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(KANGXI.chars().count(), 0x2FD6 - 0x2F00);
        assert_eq!(COMPATIBILITY.chars().count(), 0xFADA - 0xF900);
    }

    #[test]
    fn radicals_and_compatibility_forms_become_what_people_write() {
        assert_eq!(fold("⼈⼝与⾦融⽂件⽬录".to_owned()), "人口与金融文件目录");
        assert_eq!(
            fold("⺠政、⻓江、⻋站、⾨、⻔".to_owned()),
            "民政、长江、车站、門、门"
        );
        let forms = "\u{F967}\u{F92A}\u{F9E9}";
        assert_eq!(fold(forms.to_owned()), "不浪里");
        // Characters of their own in that block stay.
        assert_eq!(folded('\u{FA0E}'), '\u{FA0E}');
        assert_eq!(folded('一'), '一');
    }
}
