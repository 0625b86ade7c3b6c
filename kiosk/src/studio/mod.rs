//! What a development machine does with the screens: pictures of samples, journeys by script, touches without sense, the
//! pictures of the handbooks. Never on devices.

pub mod handbook;
pub mod journey;
pub mod monkey;
pub mod shots;
