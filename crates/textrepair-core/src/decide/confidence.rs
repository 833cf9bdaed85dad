//! The confidence model: a sum of decision trees that estimates the probability that a change is correct.
//!
//! J. H. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001.

use super::features::COUNT;

/// The highest confidence (0–1) of a change: no decision is certain.
pub const SUREST: f64 = 0.9999;
const LARGEST: f64 = 30.0;

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A value that is added to the log odds.
    Leaf(f64),
    /// A question: whether a feature is at most a threshold.
    Split {
        /// The number of the feature.
        feature: usize,
        /// The threshold.
        threshold: f64,
        /// The node to go to if it is.
        below: usize,
        /// The node to go to otherwise.
        above: usize,
    },
}

/// A node in as few bytes as it takes: the trees are asked about each change, and they should stay near the processor.
#[derive(Clone, Copy, Debug)]
struct Packed {
    /// The threshold of a question, or the value of a leaf.
    value: f64,
    /// The number of the feature; [`LEAF`] if there is none.
    feature: u16,
    below: u16,
    above: u16,
}

const LEAF: u16 = u16::MAX;

/// A sum of decision trees.
#[derive(Clone, Debug)]
pub struct ConfidenceModel {
    bias: f64,
    trees: Vec<Vec<Packed>>,
}

impl ConfidenceModel {
    /// Takes trees; each adds to the log odds, which are `bias` before any tree.
    ///
    /// # Errors
    /// Returns the numbers of a tree and a node that leads nowhere: a branch must lead to a later node.
    pub fn new(bias: f64, trees: Vec<Vec<Node>>) -> Result<Self, (usize, usize)> {
        for (number, tree) in trees.iter().enumerate() {
            for (place, node) in tree.iter().enumerate() {
                let leads_on = match *node {
                    Node::Leaf(value) => value.is_finite(),
                    Node::Split { feature, threshold, below, above } => {
                        feature < COUNT
                            && threshold.is_finite()
                            && place < below.min(above)
                            && below.max(above) < tree.len().min(usize::from(u16::MAX))
                    }
                };
                if !leads_on {
                    return Err((number, place));
                }
            }
        }
        let trees = trees.iter().map(|tree| tree.iter().map(Packed::of).collect()).collect();
        Ok(Self { bias, trees })
    }

    /// Returns the estimated probability (0–1) that a change with these features is correct.
    pub fn confidence(&self, features: &[f64; COUNT]) -> f64 {
        self.confidences(std::slice::from_ref(features)).first().copied().unwrap_or_default()
    }

    /// Returns the estimated probability for each of several changes.
    ///
    /// Each tree is asked about all changes in turn: the trees take more memory than what a processor keeps near.
    pub fn confidences(&self, changes: &[[f64; COUNT]]) -> Vec<f64> {
        let mut totals = vec![self.bias; changes.len()];
        for tree in &self.trees {
            for (total, features) in totals.iter_mut().zip(changes) {
                *total += leaf(tree, features);
            }
        }
        let chance = |total: f64| (1.0 / (1.0 + libm::exp(-total.clamp(-LARGEST, LARGEST)))).min(SUREST);
        totals.into_iter().map(chance).collect()
    }
}

impl Packed {
    /// Packs a node whose numbers were checked.
    fn of(node: &Node) -> Self {
        match *node {
            Node::Leaf(value) => Self { value, feature: LEAF, below: 0, above: 0 },
            Node::Split { feature, threshold, below, above } => {
                Self { value: threshold, feature: feature as u16, below: below as u16, above: above as u16 }
            }
        }
    }
}

fn leaf(tree: &[Packed], features: &[f64; COUNT]) -> f64 {
    let mut place = 0;
    while let Some(node) = tree.get(place) {
        let Some(&feature) = features.get(usize::from(node.feature)) else { return node.value };
        place = usize::from(if feature > node.value { node.above } else { node.below });
    }
    0.0
}
