//! One finger and the time: pointing, two taps, flicks, a rest. Lengths are of the glass, not of pixels. Does nothing by itself.

use crate::screen::listening::{Gesture, Spot};

/// Two taps are one press when the second comes down so soon after the first, ms ...
const DOUBLE_MS_MAX: u64 = 400;
/// ... and so near to it.
const DOUBLE_DMM_MAX: i32 = 250;
/// A tap stays so short and moves no farther: a trembling hand moves a few millimetres.
const TAP_MS_MAX: u64 = 300;
/// See `TAP_MS_MAX`.
const TAP_DMM_MAX: i32 = 60;
/// A flick goes at least so far ...
const FLICK_DMM_MIN: i32 = 150;
/// ... in at most so long, ms.
const FLICK_MS_MAX: u64 = 300;
/// There and back again: once more, ms.
const BACK_MS_MAX: u64 = 700;
/// A finger that rests so long asks where it is, ms.
const WHERE_MS: u64 = 1_000;
/// And so long: enough of it, ms.
const END_MS: u64 = 2_000;
/// A finger that moved no farther rests.
const REST_DMM_MAX: i32 = 40;

/// What a finger meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Felt {
    /// Something to be done on the screen.
    Gesture(Gesture),
    /// It sets off, for a flick or for another place: what was said of where it came down is of no use any more.
    SetsOff,
    /// Once more what was said.
    Repeat,
    /// Enough of working by ear.
    End,
}

/// A finger, or the memory of the last tap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finger {
    trace: Option<Trace>,
    /// When the last tap ended, and where it was.
    tapped: Option<(u64, Spot)>,
}

/// From coming down to leaving.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trace {
    from: Spot,
    since_ms: u64,
    /// Farthest from where it came down.
    farthest: Spot,
    /// Where it rests, and since when.
    rests: (Spot, u64),
    asked: bool,
    /// The second of two taps.
    second: bool,
    /// It left the place of which something was said, and nothing was said since.
    set_off: bool,
}

impl Finger {
    /// It comes down.
    pub fn down(&mut self, now_ms: u64, spot: Spot) -> Option<Felt> {
        let second = self.tapped.take().is_some_and(|(at_ms, at)| {
            now_ms.saturating_sub(at_ms) <= DOUBLE_MS_MAX && at.far_dmm(spot) <= DOUBLE_DMM_MAX
        });
        self.trace = Some(Trace {
            from: spot,
            since_ms: now_ms,
            farthest: spot,
            rests: (spot, now_ms),
            asked: false,
            second,
            set_off: false,
        });
        (!second).then_some(Felt::Gesture(Gesture::At { spot, fresh: true }))
    }

    /// It slides: no flick any more once that would have ended, and the second of two taps no more once that would have.
    pub fn moves(&mut self, now_ms: u64, spot: Spot) -> Option<Felt> {
        let trace = self.trace.as_mut()?;
        if trace.from.far_dmm(spot) > trace.from.far_dmm(trace.farthest) {
            trace.farthest = spot;
        }
        if trace.rests.0.far_dmm(spot) > REST_DMM_MAX {
            trace.rests = (spot, now_ms);
            trace.asked = false;
        }
        let slow = now_ms.saturating_sub(trace.since_ms) > FLICK_MS_MAX;
        if !slow && !trace.set_off && trace.from.far_dmm(spot) > TAP_DMM_MAX {
            trace.set_off = true;
            return Some(Felt::SetsOff);
        }
        // Nothing was said yet to a finger that might have pressed, nor of where one that set off is now.
        let second = slow && std::mem::take(&mut trace.second);
        let set_off = slow && std::mem::take(&mut trace.set_off);
        let fresh = second || set_off;
        slow.then_some(Felt::Gesture(Gesture::At { spot, fresh }))
    }

    /// It leaves: a tap, a press, a flick, or only the end of pointing.
    pub fn up(&mut self, now_ms: u64, spot: Spot) -> Option<Felt> {
        let pointed = self.moves(now_ms, spot);
        let trace = self.trace.take()?;
        if matches!(
            pointed,
            Some(Felt::Gesture(Gesture::At { fresh: true, .. }))
        ) {
            return pointed;
        }
        let took_ms = now_ms.saturating_sub(trace.since_ms);
        let far = trace.from.far_dmm(trace.farthest);
        if took_ms <= TAP_MS_MAX && far <= TAP_DMM_MAX {
            if trace.second {
                return Some(Felt::Gesture(Gesture::Press { tapped: true }));
            }
            self.tapped = Some((now_ms, spot));
            return None;
        }
        let came_back = far >= FLICK_DMM_MIN && trace.from.far_dmm(spot) < FLICK_DMM_MIN / 2;
        if came_back && took_ms <= BACK_MS_MAX {
            return Some(Felt::Repeat);
        }
        let flick = trace.from.far_dmm(spot) >= FLICK_DMM_MIN && took_ms <= FLICK_MS_MAX;
        Some(Felt::Gesture(match flick {
            true => flicked(trace.from, spot),
            false => Gesture::Tapped { spot },
        }))
    }

    /// The system took it away, or something else happened: it means nothing.
    pub fn forget(&mut self) {
        *self = Finger::default();
    }

    /// Time goes by under it.
    pub fn rests(&mut self, now_ms: u64) -> Option<Felt> {
        let late = |(at_ms, _): &mut (u64, Spot)| now_ms.saturating_sub(*at_ms) > DOUBLE_MS_MAX;
        if let Some((_, spot)) = self.tapped.take_if(late) {
            return Some(Felt::Gesture(Gesture::Tapped { spot }));
        }
        let trace = self.trace.as_mut()?;
        if trace.second && now_ms.saturating_sub(trace.since_ms) > TAP_MS_MAX {
            trace.second = false;
            let spot = trace.rests.0;
            return Some(Felt::Gesture(Gesture::At { spot, fresh: true }));
        }
        if trace.set_off && now_ms.saturating_sub(trace.since_ms) > FLICK_MS_MAX {
            trace.set_off = false;
            let spot = trace.rests.0;
            return Some(Felt::Gesture(Gesture::At { spot, fresh: true }));
        }
        let rested_ms = now_ms.saturating_sub(trace.rests.1);
        // Only one that never went anywhere ends it: whoever slid and thinks about what was said stays.
        if rested_ms >= END_MS && trace.rests.0 == trace.from {
            self.forget();
            return Some(Felt::End);
        }
        if rested_ms >= WHERE_MS && !trace.asked {
            trace.asked = true;
            return Some(Felt::Gesture(Gesture::Where));
        }
        None
    }
}

fn flicked(from: Spot, to: Spot) -> Gesture {
    let (x, y) = (to.x_dmm - from.x_dmm, to.y_dmm - from.y_dmm);
    if x.abs() >= y.abs() {
        Gesture::Step { on: x > 0 }
    } else {
        Gesture::Unit { finer: y > 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spot(x_dmm: i32, y_dmm: i32) -> Spot {
        Spot { x_dmm, y_dmm }
    }

    fn tap(finger: &mut Finger, at_ms: u64, at: Spot) -> [Option<Felt>; 2] {
        [finger.down(at_ms, at), finger.up(at_ms + 80, at)]
    }

    #[test]
    fn two_taps_near_each_other_press_and_one_points() {
        let mut finger = Finger::default();
        let at = spot(100, 100);
        let pointed = Some(Felt::Gesture(Gesture::At {
            spot: at,
            fresh: true,
        }));
        assert_eq!(tap(&mut finger, 0, at), [pointed, None]);
        let pressed = Some(Felt::Gesture(Gesture::Press { tapped: true }));
        assert_eq!(tap(&mut finger, 300, spot(200, 200)), [None, pressed]);
        // The third is the first of the next two.
        assert_eq!(tap(&mut finger, 500, at)[1], None);
    }

    #[test]
    fn two_taps_too_far_or_too_late_point_twice() {
        for (later_ms, where_) in [(600, spot(100, 100)), (200, spot(500, 100))] {
            let mut finger = Finger::default();
            tap(&mut finger, 0, spot(100, 100));
            let second = tap(&mut finger, later_ms, where_);
            assert!(second[0].is_some() && second[1].is_none(), "{second:?}");
        }
    }

    #[test]
    fn a_second_tap_that_stays_points_and_presses_nothing() {
        let at = spot(100, 100);
        let pointed = Some(Felt::Gesture(Gesture::At {
            spot: at,
            fresh: true,
        }));
        let twice = || {
            let mut finger = Finger::default();
            tap(&mut finger, 0, at);
            assert_eq!(finger.down(200, at), None, "may press");
            finger
        };
        assert_eq!(twice().rests(520), pointed);
        assert_eq!(twice().moves(520, at), pointed);
        assert_eq!(twice().up(520, at), pointed);
    }

    #[test]
    fn a_tap_that_stays_alone_is_told_once() {
        let mut finger = Finger::default();
        let at = spot(100, 100);
        tap(&mut finger, 0, at);
        assert_eq!(finger.rests(300), None, "a second one may come");
        let alone = Some(Felt::Gesture(Gesture::Tapped { spot: at }));
        assert_eq!(finger.rests(600), alone);
        assert_eq!(finger.rests(900), None);
    }

    #[test]
    fn a_trembling_tap_is_a_tap() {
        let mut finger = Finger::default();
        for at_ms in [0, 200] {
            finger.down(at_ms, spot(100, 100));
            finger.moves(at_ms + 20, spot(130, 80));
            finger.moves(at_ms + 40, spot(90, 120));
            let felt = finger.up(at_ms + 100, spot(110, 100));
            let pressed = Some(Felt::Gesture(Gesture::Press { tapped: true }));
            assert_eq!(felt, if at_ms == 0 { None } else { pressed });
        }
    }

    #[test]
    fn a_finger_that_sets_off_hears_no_more_of_where_it_came_down_and_then_of_where_it_is() {
        let (from, near, far) = (spot(500, 500), spot(540, 500), spot(600, 500));
        let here = Some(Felt::Gesture(Gesture::At {
            spot: far,
            fresh: true,
        }));
        let on_its_way = || {
            let mut finger = Finger::default();
            finger.down(0, from);
            assert_eq!(finger.moves(30, near), None, "it trembles");
            assert_eq!(finger.moves(60, far), Some(Felt::SetsOff));
            assert_eq!(finger.moves(90, far), None, "once");
            finger
        };
        assert_eq!(on_its_way().moves(320, far), here);
        let mut rests = on_its_way();
        assert_eq!(rests.rests(250), None, "it may be a flick");
        assert_eq!(rests.rests(500), here, "it stays there");
        assert_eq!(rests.rests(750), None);
    }

    #[test]
    fn flicks_step_and_change_the_unit_and_there_and_back_repeats() {
        let flick = |to: Spot, back: Option<Spot>| {
            let mut finger = Finger::default();
            finger.down(0, spot(500, 500));
            finger.moves(80, to);
            finger.up(160, back.unwrap_or(to))
        };
        let gesture = |gesture| Some(Felt::Gesture(gesture));
        assert_eq!(
            flick(spot(700, 520), None),
            gesture(Gesture::Step { on: true })
        );
        assert_eq!(
            flick(spot(300, 520), None),
            gesture(Gesture::Step { on: false })
        );
        assert_eq!(
            flick(spot(500, 700), None),
            gesture(Gesture::Unit { finer: true })
        );
        assert_eq!(
            flick(spot(520, 300), None),
            gesture(Gesture::Unit { finer: false })
        );
        assert_eq!(
            flick(spot(300, 500), Some(spot(505, 500))),
            Some(Felt::Repeat)
        );
        let short = spot(600, 500);
        assert_eq!(flick(short, None), gesture(Gesture::Tapped { spot: short }));
    }

    #[test]
    fn sliding_points_and_resting_asks_once_and_a_long_rest_ends() {
        let mut finger = Finger::default();
        finger.down(0, spot(0, 0));
        assert_eq!(finger.moves(100, spot(50, 0)), None, "may be a flick");
        let at = Gesture::At {
            spot: spot(120, 0),
            fresh: false,
        };
        assert_eq!(finger.moves(400, spot(120, 0)), Some(Felt::Gesture(at)));
        assert_eq!(finger.rests(1_300), None);
        assert_eq!(finger.rests(1_500), Some(Felt::Gesture(Gesture::Where)));
        assert_eq!(finger.rests(1_600), None);
        assert_eq!(finger.rests(9_000), None, "it slid");
        finger.up(9_100, spot(120, 0));
        finger.down(10_000, spot(0, 0));
        assert!(finger.rests(11_000).is_some());
        assert_eq!(finger.rests(12_000), Some(Felt::End));
        assert_eq!(finger.rests(20_000), None, "once");
    }

    proptest! {
        #[test]
        fn whatever_a_finger_does_nothing_is_pressed_but_by_two_taps(
            steps in prop::collection::vec((0..5u8, 0..600u64, -3000..3000i32, -3000..3000i32), 0..80),
        ) {
            let mut finger = Finger::default();
            let mut now_ms = 0;
            let mut ups = 0;
            for (kind, later_ms, x, y) in steps {
                now_ms += later_ms;
                let felt = match kind {
                    0 => finger.down(now_ms, spot(x, y)),
                    1 => finger.moves(now_ms, spot(x, y)),
                    2 => { ups += 1; finger.up(now_ms, spot(x, y)) }
                    3 => finger.rests(now_ms),
                    _ => { finger.forget(); ups = 0; None }
                };
                if felt == Some(Felt::Gesture(Gesture::Press { tapped: true })) {
                    prop_assert!(ups >= 2 && kind == 2);
                    ups = 0;
                }
            }
        }
    }
}
