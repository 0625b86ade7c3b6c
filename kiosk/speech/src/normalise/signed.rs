//! Signs before a number: what lies below nothing, and what is written with a plus. Adds and takes away nothing.

use super::quantities::number_at;
use super::scan::{Found, Kind, Place, is_dash, is_hanzi};
use super::units::{unit_at, unit_behind};

/// What may lie below nothing, so that a stroke behind it is a minus.
const MAY_FALL: [&str; 31] = [
    "海拔",
    "气温",
    "温度",
    "水温",
    "最低",
    "最高",
    "水位",
    "标高",
    "高程",
    "埋深",
    "地下",
    "增速",
    "增长",
    "增幅",
    "降幅",
    "涨幅",
    "跌幅",
    "同比",
    "环比",
    "利润",
    "收益",
    "盈亏",
    "变动",
    "变化",
    "涨跌",
    "差额",
    "偏差",
    "误差",
    "电压",
    "电位",
    "屈光度",
];
/// What is measured from nothing in both directions, in hanzi.
const MEASURES: [&str; 10] = [
    "米",
    "厘米",
    "毫米",
    "千米",
    "公里",
    "摄氏度",
    "度",
    "分贝",
    "百分点",
    "个百分点",
];
const DEGREES: [&str; 4] = ["℃", "°C", "℉", "摄氏度"];

/// Whether degrees stand at `offset`.
fn degrees(place: &Place<'_>, offset: usize) -> bool {
    place.one_of(offset, &DEGREES).is_some()
        || place.get(offset) == Some('度') && place.told_before(&["气温", "温度", "水温"])
}

/// -5～3℃: the unit stands behind the second number.
fn degrees_of_range(place: &Place<'_>, offset: usize) -> bool {
    let parted = place
        .get(offset)
        .is_some_and(|c| is_dash(c) || "至到".contains(c));
    let minus = usize::from(parted && place.get(offset + 1) == Some('-'));
    let second = offset + 1 + minus;
    parted && number_at(place, second).is_some_and(|n| degrees(place, second + n.used))
}

/// -5℃, 海拔-12米, and a minus before any number that no word touches.
pub(super) fn negative(place: &Place<'_>) -> Option<Found> {
    if !matches!(place.get(0), Some('-' | '—')) || place.get(1).is_some_and(is_dash) {
        return None;
    }
    let number = number_at(place, 1)?;
    let end = 1 + number.used;
    let previous = place.previous();
    if previous.is_some_and(|c| c.is_alphanumeric() && !is_hanzi(c)) {
        return None;
    }
    if degrees(place, end) || degrees_of_range(place, end) {
        return Found::han(1, Kind::Word, "零下");
    }
    if place.get(0) == Some('—') {
        return None;
    }
    let measured = place.get(end).is_some_and(|c| "%‰".contains(c))
        || place.one_of(end, &MEASURES).is_some()
        || unit_behind(place, end).is_some_and(|(unit, _)| {
            unit.written.len() > 1 && unit.written.iter().all(|c| !is_hanzi(*c))
        });
    let touches = previous.is_some_and(|c| is_hanzi(c) || c == '）');
    let told = place.told_before(&MAY_FALL);
    (!touches || measured || told || !number.fraction.is_empty())
        .then(|| Found::han(1, Kind::Word, "负"))
        .flatten()
}

/// +5%, 同比+3个百分点: above nothing. 互联网+5G and 1+1 add.
pub(super) fn positive(place: &Place<'_>) -> Option<Found> {
    if place.get(0) != Some('+') {
        return None;
    }
    let end = 1 + number_at(place, 1)?.used;
    let apart = place
        .previous_seen()
        .is_none_or(|c| !c.is_alphanumeric() && c != '+');
    let signed = place.get(end).is_some_and(|c| "%‰".contains(c))
        || degrees(place, end)
        || unit_at(place, end).is_some();
    ((apart && signed) || place.previous().is_some_and(is_hanzi) && place.told_before(&MAY_FALL))
        .then(|| Found::han(1, Kind::Word, "正"))
        .flatten()
}
